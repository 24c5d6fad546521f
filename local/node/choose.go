package node

import (
	"fmt"
	"strconv"
	"strings"
)

// MostReal is how many real nodes a cluster can have on one machine.
const MostReal = 5

// Choose decides how many nodes run pods: mode is real, simulated or auto, with
// a number behind it where it is not two ("real,3"). The text says why there are
// none, "" where there are or none were asked for.
func Choose(mode string) (count int, why string, err error) {
	kind, number, numbered := strings.Cut(mode, ",")
	count = 2
	if numbered {
		count, err = strconv.Atoi(number)
		if err != nil || count < 1 || count > MostReal {
			return 0, "", fmt.Errorf("--nodes %s: %q is not a number from 1 to %d", mode, number, MostReal)
		}
	}
	missing := Missing()
	switch {
	case kind == "simulated" && !numbered:
		return 0, "", nil
	case kind == "real" && len(missing) > 0:
		return 0, "", fmt.Errorf("--nodes %s: there can be no real nodes here: %s\n    Install what is missing as root, or use --nodes simulated", mode, strings.Join(missing, "; "))
	case kind == "auto" && len(missing) > 0:
		return 0, strings.Join(missing, "; "), nil
	case kind == "real" || kind == "auto":
		return count, "", nil
	}
	return 0, "", fmt.Errorf("--nodes %s: want real, simulated or auto, the first and the last also with a number as in real,3", mode)
}
