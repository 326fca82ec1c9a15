package hostile_test

import (
	"testing"

	"github.com/plan403/plan403/internal/clitest"
)

func TestMain(m *testing.M) { clitest.Main(m) }
