package serve

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"strconv"
	"syscall"
)

// listenBoth opens one port on 127.0.0.1 and on ::1. A machine without one of
// the two is served on the other; a port that somebody else holds on either is
// taken, since "localhost" may lead a browser there.
func listenBoth(port int) ([]net.Listener, error) {
	var listeners []net.Listener
	var failed error
	for _, host := range []string{"127.0.0.1", "::1"} {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if err != nil {
			if taken(err) {
				closeAll(listeners)
				return nil, fmt.Errorf("port %d is taken: %w", port, err)
			}
			failed = err
			continue
		}
		port = l.Addr().(*net.TCPAddr).Port
		listeners = append(listeners, l)
	}
	if len(listeners) == 0 {
		return nil, failed
	}
	return listeners, nil
}

func taken(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }

func closeAll(listeners []net.Listener) {
	for _, l := range listeners {
		l.Close()
	}
}

// silent drops what net/http logs about clients that went away.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }
