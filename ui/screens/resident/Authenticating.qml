import "../../widgets"

WaitingPage {}
