import QtQuick
import Komado
import "../theme"

// A button with one label. `role`: "primary" (go on), "secondary" (an alternative), "quiet" (leave).
// A button that cannot be used now keeps its place and says why when it is touched.
Pressable {
    id: button

    property string role: "secondary"
    property real em: Theme.button
    property color labelColor: button.blocked !== "" ? Theme.inkSoft
        : button.role === "primary" ? Theme.inkOnPrimary
        : button.role === "quiet" ? Theme.ink : Theme.primary

    implicitHeight: Theme.mm(Theme.target)
    implicitWidth: Math.max(Theme.mm(44), label.implicitWidth + Theme.mm(14))
    leftPadding: Theme.mm(4)
    rightPadding: Theme.mm(4)
    ground: blocked !== "" ? Theme.page : role === "primary" ? Theme.primary : Theme.surface
    groundDown: blocked !== "" ? Theme.page : role === "primary" ? Theme.primaryPressed : Theme.primarySoft
    edge: blocked !== "" ? Theme.border : role === "primary" ? Theme.primary : role === "quiet" ? Theme.border : Theme.primary
    edgeWidth: role === "primary" && blocked === "" ? 0 : 0.7

    contentItem: OneLine {
        id: label
        words: button.text
        em: button.em
        color: button.labelColor
        font.bold: true
        horizontalAlignment: Text.AlignHCenter
    }
}
