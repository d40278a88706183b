package document

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// List is a bulleted or numbered list.
type List struct {
	Ordered bool
	Start   int // number of the first item
	Tight   bool
	Items   []Item
}

// Item is one entry of a list. Its first block is mostly a paragraph.
type Item struct {
	Task    bool // has a check box
	Checked bool
	Blocks  []Block
}

func (*List) block() {}

func (p *mdParser) list(n *ast.List) Block {
	if p.isRules(n) {
		return p.rules(n)
	}
	l := &List{Ordered: n.IsOrdered(), Start: n.Start, Tight: n.IsTight}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		item := Item{}
		if box := itemBox(c); box != nil {
			item.Task, item.Checked = true, box.IsChecked
		}
		item.Blocks = p.blocks(c)
		l.Items = append(l.Items, item)
	}
	return l
}

// itemBox returns the check box that an item starts with, or nil.
func itemBox(item ast.Node) *east.TaskCheckBox {
	if item.FirstChild() == nil || item.FirstChild().FirstChild() == nil {
		return nil
	}
	box, _ := item.FirstChild().FirstChild().(*east.TaskCheckBox)
	return box
}

// isItemBox reports whether a check box is told by its item.
func (p *mdParser) isItemBox(n *east.TaskCheckBox) bool {
	item := n.Parent().Parent()
	return item != nil && item.Kind() == ast.KindListItem && itemBox(item) == n
}
