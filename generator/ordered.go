package generator

import (
	"context"
	"sync"
	"sync/atomic"
)

// ordered does n pieces of work on some workers and takes the results in order, with only a few of them waiting: memory
// stays flat however many there are. It stops at the first error of take or of the context.
func ordered[T any](ctx context.Context, n, workers int, do func(int) T, take func(T) error) error {
	ctx, stop := context.WithCancel(ctx)
	results := make([]chan T, n)
	for i := range results {
		results[i] = make(chan T, 1)
	}
	slots := make(chan struct{}, 2*workers) // work begun and not yet taken
	var next atomic.Int64
	var wait sync.WaitGroup
	defer wait.Wait()
	defer stop()
	for range workers {
		wait.Go(func() {
			for {
				select {
				case slots <- struct{}{}:
				case <-ctx.Done():
					return
				}
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				results[i] <- do(i)
			}
		})
	}
	for i := range n {
		select {
		case r := <-results[i]:
			if err := take(r); err != nil {
				return err
			}
			results[i] = nil
			<-slots
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
