//go:build unix

package print

import (
	"os"
	"os/exec"
	"syscall"
)

// ownGroup starts a program in a process group of its own, all of which ends
// with it: a browser is many processes.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

func asRoot() bool { return os.Geteuid() == 0 }
