package pdf

import (
	"encoding/binary"
	"math"
	"sync"
)

// colourProfile is the compressed ICC profile (version 2) of sRGB: what the colours of a page mean. It is made from the
// numbers of IEC 61966-2-1, adapted to the white D50 of the profile connection space.
var colourProfile = sync.OnceValue(func() []byte { return compressed(makeProfile()) })

func makeProfile() []byte {
	be := binary.BigEndian
	xyz := func(v ...uint32) []byte { // in units of 1/65536
		b := []byte("XYZ \x00\x00\x00\x00")
		for _, n := range v {
			b = be.AppendUint32(b, n)
		}
		return b
	}
	const name = "sRGB"
	description := be.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(name)+1))
	description = append(description, name...)
	description = append(description, make([]byte, 1+4+4+2+1+67)...) // no other language or script
	tags := []struct {
		name string
		data []byte
	}{
		{"cprt", []byte("text\x00\x00\x00\x00No copyright, use freely\x00")},
		{"desc", description},
		{"wtpt", xyz(0xF6D6, 0x10000, 0xD32D)},
		{"rXYZ", xyz(0x6FA2, 0x38F5, 0x0390)},
		{"gXYZ", xyz(0x6299, 0xB785, 0x18DA)},
		{"bXYZ", xyz(0x24A0, 0x0F84, 0xB6CF)},
		{"rTRC", toneCurve()},
		{"gTRC", nil}, // as the one before
		{"bTRC", nil},
	}
	body, table := []byte(nil), be.AppendUint32(nil, uint32(len(tags)))
	start, at, size := 128+4+12*len(tags), 0, 0
	for _, t := range tags {
		if t.data != nil {
			at, size = start+len(body), len(t.data)
			body = append(body, t.data...)
			body = append(body, make([]byte, -len(body)&3)...)
		}
		table = be.AppendUint32(be.AppendUint32(append(table, t.name...), uint32(at)), uint32(size))
	}
	head := make([]byte, 128)
	be.PutUint32(head, uint32(start+len(body)))
	be.PutUint32(head[8:], 0x02100000) // version 2.1
	copy(head[12:], "mntrRGB XYZ ")
	for i, n := range []uint16{2000, 1, 1} { // date: any fixed one
		be.PutUint16(head[24+2*i:], n)
	}
	copy(head[36:], "acsp")
	copy(head[68:], xyz(0xF6D6, 0x10000, 0xD32D)[8:])
	return append(append(head, table...), body...)
}

// toneCurve gives the light of each 8-bit value, exact where documents name colours.
func toneCurve() []byte {
	b := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), 256)
	for i := range 256 {
		v := float64(i) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		b = binary.BigEndian.AppendUint16(b, uint16(math.Round(v*65535)))
	}
	return b
}
