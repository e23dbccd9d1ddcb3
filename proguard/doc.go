// Package proguard turns obfuscated Java and Kotlin names and lines back into
// those of the source, from the mapping files that ProGuard and R8 write.
package proguard
