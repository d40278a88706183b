package document

// Picture is an image on a line of its own.
type Picture struct{ Image *Image }

func (*Picture) block() {}
