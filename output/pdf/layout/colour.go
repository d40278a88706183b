package layout

// The colours of a page. Status and risk colours never stand alone: a word or a number is beside them.
const (
	ink      Colour = 0x1C2530
	grey     Colour = 0x5D6875
	hairline Colour = 0xD3D9DF
	tint     Colour = 0xF3F6F8
	white    Colour = 0xFFFFFF
	builtIn  Colour = 0x0B5C6B
	green    Colour = 0x2E7D5B
	amber    Colour = 0xC98A1B
	red      Colour = 0xA8322D
	silver   Colour = 0x9AA5B1
)

// levels are the fills of a risk from low to very high.
func levels() [4]Colour { return [4]Colour{0xDFEAE3, 0xEFD9A0, 0xD98A4B, red} }

// readable darkens an accent until text in it reads on white: a contrast of at least 4.5 to 1. Zero gives the built-in
// accent.
func readable(c Colour) Colour {
	if c == 0 {
		return builtIn
	}
	dark := c
	for k := Colour(63); !reads(dark) && k > 0; k-- {
		dark = (c>>16&255)*k/64<<16 | (c>>8&255)*k/64<<8 | (c&255)*k/64
	}
	return dark
}

// reads reports whether white on c has a contrast of 4.5 to 1: (1 + 0.05) / (luminance + 0.05) >= 4.5.
func reads(c Colour) bool { return 10*105000 >= 45*(luminance(c)+5000) }

// onto is the colour of text on a fill: white or ink, whichever reads better.
func onto(fill Colour) Colour {
	l := luminance(fill) + 5000
	if 105000*(luminance(ink)+5000) > l*l {
		return white
	}
	return ink
}

// mix blends share hundredths of c with white.
func mix(c Colour, share Colour) Colour {
	blend := func(v Colour) Colour { return (v*share + 255*(100-share)) / 100 }
	return blend(c>>16&255)<<16 | blend(c>>8&255)<<8 | blend(c&255)
}

// luminance is the relative luminance of a colour in hundred-thousandths.
func luminance(c Colour) int {
	return (2126*light[c>>16&255] + 7152*light[c>>8&255] + 722*light[c&255]) / 10000
}

// light is the light of each sRGB value in hundred-thousandths; a table, because powers round differently on different
// processors. It is never written.
var light = [256]int{
	0, 30, 61, 91, 121, 152, 182, 212, 243, 273, 304, 335, 368, 402, 439, 478,
	518, 561, 605, 651, 700, 750, 802, 857, 913, 972, 1033, 1096, 1161, 1229, 1298, 1370,
	1444, 1521, 1600, 1681, 1764, 1850, 1938, 2029, 2122, 2217, 2315, 2416, 2519, 2624, 2732, 2843,
	2956, 3071, 3190, 3310, 3434, 3560, 3689, 3820, 3955, 4092, 4231, 4374, 4519, 4667, 4817, 4971,
	5127, 5286, 5448, 5613, 5781, 5951, 6125, 6301, 6480, 6663, 6848, 7036, 7227, 7421, 7619, 7819,
	8022, 8228, 8438, 8650, 8866, 9084, 9306, 9531, 9759, 9990, 10224, 10462, 10702, 10946, 11193, 11444,
	11697, 11954, 12214, 12477, 12744, 13014, 13287, 13563, 13843, 14126, 14413, 14703, 14996, 15293, 15593, 15896,
	16203, 16513, 16827, 17144, 17465, 17789, 18116, 18447, 18782, 19120, 19462, 19807, 20156, 20508, 20864, 21223,
	21586, 21953, 22323, 22697, 23074, 23455, 23840, 24228, 24620, 25016, 25415, 25818, 26225, 26636, 27050, 27468,
	27889, 28315, 28744, 29177, 29614, 30054, 30499, 30947, 31399, 31855, 32314, 32778, 33245, 33716, 34191, 34670,
	35153, 35640, 36131, 36625, 37124, 37626, 38133, 38643, 39157, 39676, 40198, 40724, 41254, 41789, 42327, 42869,
	43415, 43966, 44520, 45079, 45641, 46208, 46778, 47353, 47932, 48515, 49102, 49693, 50289, 50888, 51492, 52100,
	52712, 53328, 53948, 54572, 55201, 55834, 56471, 57112, 57758, 58408, 59062, 59720, 60383, 61050, 61721, 62396,
	63076, 63760, 64448, 65141, 65837, 66539, 67244, 67954, 68669, 69387, 70110, 70838, 71569, 72306, 73046, 73791,
	74540, 75294, 76052, 76815, 77582, 78354, 79130, 79910, 80695, 81485, 82279, 83077, 83880, 84687, 85499, 86316,
	87137, 87962, 88792, 89627, 90466, 91310, 92158, 93011, 93869, 94731, 95597, 96469, 97345, 98225, 99110, 100000,
}
