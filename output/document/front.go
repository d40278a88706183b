package document

import "bytes"

// Split separates the front matter, between two lines of --- at the very start, from the body. bodyLine is the line of
// the file on which the body starts. Without front matter front is nil and the body is all of src.
func Split(src []byte) (front, body []byte, bodyLine int) {
	rest := bytes.TrimPrefix(src, []byte("\ufeff"))
	line, rest, ok := bytes.Cut(rest, []byte("\n"))
	if !ok || string(bytes.TrimRight(line, " \t\r")) != "---" {
		return nil, src, 1
	}
	for at, n := 0, 2; at < len(rest); n++ {
		line, after, _ := bytes.Cut(rest[at:], []byte("\n"))
		if string(bytes.TrimRight(line, " \t\r")) == "---" {
			return rest[:at:at], after, n + 1
		}
		at += len(line) + 1
	}
	return nil, src, 1
}
