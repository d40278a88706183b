package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"ismsgen/content"
)

// BenchmarkProcess measures whole processes, from their start on: processor time, and the pages made in a second of it.
func BenchmarkProcess(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "ismsgen.exe")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	run := func(b *testing.B, args ...string) ([]byte, time.Duration) {
		c := exec.Command(program, args...)
		c.Dir, c.Stderr = dir, os.Stderr
		out, err := c.Output()
		if err != nil {
			b.Fatal(err)
		}
		return out, c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
	pages := regexp.MustCompile(`PDF +\d+ files, (\d+) pages`)
	for _, example := range content.Examples() {
		b.Run("generate/"+example, func(b *testing.B) {
			made, used := 0, time.Duration(0)
			for b.Loop() {
				out, cpu := run(b, "generate", "--example", example, "--dry-run")
				n, err := strconv.Atoi(string(pages.FindSubmatch(out)[1]))
				if err != nil {
					b.Fatal(err)
				}
				made, used = made+n, used+cpu
			}
			b.ReportMetric(used.Seconds()*1000/float64(b.N), "cpu-ms/op")
			b.ReportMetric(float64(made)/used.Seconds(), "pages/cpu-s")
		})
	}
	run(b, "generate", "--example", "--only", "access-management", "--lang", "nl", "--formats", "md", "--out", "pack")
	files, err := filepath.Glob(filepath.Join(dir, "pack", "nl", "md", "*.md"))
	if err != nil || len(files) != 1 {
		b.Fatal(files, err)
	}
	for name, args := range map[string][]string{"print": {"print", files[0]}, "help": {"--help"}} {
		b.Run(name, func(b *testing.B) {
			used := time.Duration(0)
			for b.Loop() {
				_, cpu := run(b, args...)
				used += cpu
			}
			b.ReportMetric(used.Seconds()*1000/float64(b.N), "cpu-ms/op")
		})
	}
}
