import "../../widgets"

TakeCardPage {}
