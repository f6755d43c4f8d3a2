import QtQuick
import "../theme"

// How much of the fee is in.
Rectangle {
    property real share: 0
    height: Theme.mm(7)
    radius: height / 2
    color: Theme.primarySoft
    Rectangle {
        width: parent.share > 0 ? Math.max(parent.height, parent.width * parent.share) : 0
        height: parent.height
        radius: parent.radius
        color: Theme.good
    }
}
