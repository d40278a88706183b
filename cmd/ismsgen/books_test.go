package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"
)

// makebook writes a workbook for the scripts: makebook NAME FILE.
func makebook() {
	f := excelize.NewFile()
	defer f.Close()
	fill := func(sheet, table string) {
		if _, err := f.NewSheet(sheet); err != nil {
			panic(err)
		}
		for r, line := range strings.Split(strings.TrimSpace(table), "\n") {
			for c, v := range strings.Split(line, "|") {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if v = strings.TrimSpace(v); v != "" {
					f.SetCellStr(sheet, cell, v)
				}
			}
		}
	}
	// ours is a workbook as it is exported, of two columns of two registers.
	ours := func(owner, control string) {
		fill("risks", "Id|Risk owner\nR-01|"+owner)
		fill("controls", "Control|Owner\nA.5.1|"+control)
		fill("data", "schema|1|en|lindeborg|test\nsheet|risks|risks|id|id|owner\nrow||R-01||R-01|it\nsheet|controls|controls|control|control|owner\nrow||5.1||5.1|ciso")
		f.SetSheetVisible("data", false, true)
	}
	switch os.Args[1] {
	case "soa":
		fill("SoA", "Control|Applicable|Justification|Status\nA.5.9|Yes|We must know.|Implemented\nA.8.30|No|Nothing is outsourced.|\nA.9.99|Yes|x|")
	case "ours":
		ours("IT", "CISO")
	case "edited":
		ours("CISO", "CISO")
	case "broken":
		ours("IT", "")
	case "notes":
		fill("Notes", "Name|Birthday\nAn|2000-01-01")
	case "macros":
		fill("Notes", "Name|Birthday")
		f.AddVBAProject([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 macros"))
		f.Path = os.Args[2]
	}
	f.DeleteSheet("Sheet1")
	out, err := os.Create(os.Args[2])
	if err == nil {
		err = f.Write(out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
