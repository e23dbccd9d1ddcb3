//go:build !race

package msvc

const raceDetector = false
