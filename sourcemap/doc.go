// Package sourcemap reads JavaScript source maps.
package sourcemap
