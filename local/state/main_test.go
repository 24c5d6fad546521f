package state

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"
	"testing"
)

// The test binary starts itself again as a second process; TEST_ROLE says what
// that process is to do.
func TestMain(m *testing.M) {
	switch os.Getenv("TEST_ROLE") {
	case "hold":
		hold(Dir{os.Getenv("TEST_DIR")})
	case "ports":
		allocate(Dir{os.Getenv("TEST_DIR")})
	case "listen":
		listen(os.Getenv("TEST_PORT"))
	default:
		os.Exit(m.Run())
	}
}

// hold takes the lock, says so and waits to be killed.
func hold(dir Dir) {
	if _, err := dir.Lock(context.Background()); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("held")
	_, _ = os.Stdin.Read(make([]byte, 1))
}

// allocate asks for ports by the names that all of its siblings use too.
func allocate(dir Dir) {
	for i := range 10 {
		port, err := dir.Ports(nil).Port(context.Background(), "name-"+strconv.Itoa(i))
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(port)
	}
}

func listen(port string) {
	l, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	defer l.Close()
	fmt.Println("listening")
	_, _ = os.Stdin.Read(make([]byte, 1))
}
