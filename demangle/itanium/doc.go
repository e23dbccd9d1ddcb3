package itanium
