import "../../widgets"

ExplanationPage {}
