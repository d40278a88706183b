package pdf

import (
	"bytes"
	"strconv"

	"github.com/klauspost/compress/zlib"

	"ismsgen/output/pdf/layout"
)

// desk is what printing a file takes that the next file can use again: setting it up would cost more than a page.
type desk struct {
	memory  layout.Memory
	writer  *zlib.Writer
	content []byte       // operators of the pages
	raw     bytes.Buffer // what fpdf wrote
	packed  bytes.Buffer // compressed streams
}

// desks holds the free ones. A few of them outlive collections, which a sync.Pool would empty.
var desks = make(chan *desk, 2)

// take gives a desk that nobody else uses.
func take() *desk {
	select {
	case k := <-desks:
		return k
	default:
		w, _ := zlib.NewWriterLevel(nil, 1) // an error would be one of the level
		return &desk{writer: w}
	}
}

// leave makes the desk free for others, unless it has grown over a file far larger than usual.
func (k *desk) leave() {
	const most = 4 << 20
	if cap(k.content)+k.raw.Cap()+k.packed.Cap() > most {
		return
	}
	k.memory.Free()
	select {
	case desks <- k:
	default:
	}
}

// compress adds the zlib form of data, which may come in parts, to what is packed, and returns it.
func (k *desk) compress(parts ...[]byte) []byte {
	from := k.packed.Len()
	k.writer.Reset(&k.packed)
	for _, data := range parts {
		k.writer.Write(data) // a buffer takes everything
	}
	k.writer.Close()
	return k.packed.Bytes()[from:]
}

// stream is a stream of data, which may come in parts, until the next file.
func (k *desk) stream(parts ...[]byte) []byte {
	const head, room, open = "<</Filter/FlateDecode/Length ", "          ", ">>\nstream\n"
	from := k.packed.Len()
	k.packed.WriteString(head + room + open)
	length := strconv.Itoa(len(k.compress(parts...)))
	k.packed.WriteString("\nendstream")
	body := k.packed.Bytes()[from:]
	copy(body[len(head)+len(room)-len(length):], length)
	return body
}

// compressed is the zlib form of data that all files share.
func compressed(data []byte) []byte {
	k := take()
	defer k.leave()
	k.packed.Reset()
	return bytes.Clone(k.compress(data))
}
