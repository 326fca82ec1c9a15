// Package hostile attacks plan403 in its tests: input that is broken, huge or
// written by an enemy, full disks, closed pipes, interrupts, and secrets that must
// not come out. They take longer than all others, so they are kept apart.
package hostile
