package lsp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// The error codes of JSON-RPC and of the protocol.
const (
	codeParse          = -32700
	codeInvalidRequest = -32600
	codeNoMethod       = -32601
	codeInvalidParams  = -32602
	codeInternal       = -32603
	codeNotInitialized = -32002
	codeCancelled      = -32800
	codeRequestFailed  = -32803
)

// maxMessage is far above what an editor sends of a file that is content.
const maxMessage = 64 << 20

// message is a request, a notification or an answer.
type message struct {
	Version string           `json:"jsonrpc"`
	ID      *json.RawMessage `json:"id,omitempty"` // nil in a notification
	Method  string           `json:"method,omitempty"`
	Params  json.RawMessage  `json:"params,omitempty"`
	Result  json.RawMessage  `json:"result,omitempty"`
	Error   *wireError       `json:"error,omitempty"`
}

// wireError is an error as it is answered to the editor.
type wireError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *wireError) Error() string { return e.Message }

func refuse(code int, format string, args ...any) *wireError {
	return &wireError{Code: code, Message: fmt.Sprintf(format, args...)}
}

// conn is the two streams between editor and server. Writing is safe for
// concurrent use.
type conn struct {
	in  *bufio.Reader
	mu  sync.Mutex
	out io.Writer
}

// read returns the next message. A *wireError is a message that could not be
// read, after which the next one can; other errors end the connection.
func (c *conn) read() (*message, error) {
	size, err := c.header()
	if err != nil {
		return nil, err
	}
	if size > maxMessage {
		if _, err := io.CopyN(io.Discard, c.in, size); err != nil {
			return nil, err
		}
		return nil, refuse(codeInvalidRequest, "a message of %d bytes is too long", size)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(c.in, body); err != nil {
		return nil, err
	}
	return parseMessage(body)
}

func parseMessage(body []byte) (*message, error) {
	if !json.Valid(body) {
		return nil, refuse(codeParse, "the message is no JSON")
	}
	m := &message{}
	if err := json.Unmarshal(body, m); err != nil || bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		return nil, refuse(codeInvalidRequest, "the message is no request")
	}
	if m.Method == "" && m.ID == nil && m.Error == nil {
		return nil, refuse(codeInvalidRequest, "the message has no method")
	}
	return m, nil
}

// header reads up to the blank line before a message and returns its length.
// Lines that are no header, and headers without a length, are passed over: the
// next message can still be found.
func (c *conn) header() (int64, error) {
	size := int64(-1)
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			if errors.Is(err, io.EOF) && line != "" {
				err = io.ErrUnexpectedEOF
			}
			return 0, err
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" && size >= 0 {
			return size, nil
		}
		name, value, _ := strings.Cut(line, ":")
		if strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			if n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64); err == nil && n >= 0 {
				size = n
			}
		}
	}
}

func (c *conn) write(m *message) error {
	m.Version = "2.0"
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err = c.out.Write(append(fmt.Appendf(nil, "Content-Length: %d\r\n\r\n", len(body)), body...))
	return err
}

// answer sends what a request came to.
func (c *conn) answer(id *json.RawMessage, result any, err error) error {
	m := &message{ID: id}
	var refused *wireError
	switch {
	case errors.As(err, &refused):
		m.Error = refused
	case err != nil:
		m.Error = refuse(codeRequestFailed, "%v", err)
	default:
		if m.Result, err = json.Marshal(result); err != nil {
			m.Error = refuse(codeInternal, "%v", err)
		}
	}
	return c.write(m)
}

// notify sends what the editor need not answer.
func (c *conn) notify(method string, params any) error {
	return c.send(nil, method, params)
}

func (c *conn) send(id *json.RawMessage, method string, params any) error {
	data, err := json.Marshal(params)
	if err != nil {
		return err
	}
	return c.write(&message{ID: id, Method: method, Params: data})
}
