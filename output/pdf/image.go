package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	over "image/draw"
	_ "image/jpeg" // read by image.Decode
	"image/png"
)

// Limits of a picture. Larger ones would fill the memory for no visible gain on paper.
const (
	maxPixels = 40_000_000
	maxBytes  = 20 << 20
)

// Flatten returns a picture as it is printed: without transparency, on white, in grey or RGB. It says why one cannot be
// printed: it is not PNG or JPEG, is damaged, or is too large, which is known before its pixels are read. A picture that is
// printed often is best flattened once, since the result is embedded as it is.
func Flatten(data []byte) ([]byte, error) {
	config, err := checkSize(data)
	if err != nil {
		return nil, err
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("is damaged: %w", err)
	}
	if embeddable(data, config) {
		return data, nil
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	err = encoder.Encode(&out, onWhite(picture))
	return out.Bytes(), err
}

// flat is Flatten for a picture that was checked: it leaves an embeddable one unread.
func flat(data []byte) ([]byte, error) {
	config, err := checkSize(data)
	if err != nil {
		return nil, err
	}
	if embeddable(data, config) {
		return data, nil
	}
	return Flatten(data)
}

// checkSize reads no pixels.
func checkSize(data []byte) (image.Config, error) {
	if len(data) > maxBytes {
		return image.Config{}, fmt.Errorf("has %d MB, more than %d", len(data)>>20, maxBytes>>20)
	}
	if !isJPEG(data) && !bytes.HasPrefix(data, []byte("\x89PNG")) {
		return image.Config{}, errors.New("is neither PNG nor JPEG")
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil:
		return config, fmt.Errorf("is damaged: %w", err)
	case config.Width <= 0 || config.Height <= 0:
		return config, errors.New("has no pixels")
	case config.Width > maxPixels/config.Height:
		return config, fmt.Errorf("has %d x %d pixels, more than %d million", config.Width, config.Height, maxPixels/1_000_000)
	}
	return config, nil
}

func isJPEG(data []byte) bool { return bytes.HasPrefix(data, []byte("\xFF\xD8")) }

// embeddable reports that the file's own compressed pixels can stand in a PDF: JPEG in grey or YCbCr, and PNG in 8-bit
// grey or RGB, not interlaced, without a transparent colour.
func embeddable(data []byte, config image.Config) bool {
	if isJPEG(data) {
		return config.ColorModel == color.GrayModel || config.ColorModel == color.YCbCrModel
	}
	const depth, kind, interlace = 24, 25, 28 // where they stand in a PNG
	if len(data) < 33 || data[depth] != 8 || data[kind] != 0 && data[kind] != 2 || data[interlace] != 0 {
		return false
	}
	for rest := data[8:]; len(rest) >= 12; {
		n := binary.BigEndian.Uint32(rest)
		switch string(rest[4:8]) {
		case "tRNS":
			return false
		case "IEND":
			return true
		}
		if n == 0 || uint64(n)+12 > uint64(len(rest)) { // fpdf ends at an empty chunk
			return false
		}
		rest = rest[n+12:]
	}
	return false
}

// onWhite returns an opaque picture that the PNG encoder writes as 8-bit grey or RGB.
func onWhite(src image.Image) image.Image {
	b := src.Bounds()
	dst := over.Image(image.NewRGBA(b))
	if m := src.ColorModel(); m == color.GrayModel || m == color.Gray16Model {
		dst = image.NewGray(b)
	}
	over.Draw(dst, b, image.White, image.Point{}, over.Src)
	over.Draw(dst, b, src, b.Min, over.Over)
	return dst
}
