package check

// Unwaive is for tests.
var Unwaive = unwaive
