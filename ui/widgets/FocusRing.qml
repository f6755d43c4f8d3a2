import QtQuick
import "../theme"

// The two-coloured ring around what the keyboard or the key pad is on.
Item {
    property real corner: Theme.mm(3)
    anchors.fill: parent

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.mm(2)
        radius: parent.corner + Theme.mm(2)
        color: "transparent"
        border.width: Theme.mm(0.8)
        border.color: Theme.attention
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.mm(1.3)
        radius: parent.corner + Theme.mm(1.3)
        color: "transparent"
        border.width: Theme.mm(1.2)
        border.color: Theme.focusOuter
    }
}
