package swift

var nameTests = []struct{ what, name, full, simple string }{}
