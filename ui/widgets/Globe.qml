import QtQuick
import "../theme"

// The sign for languages.
Item {
    id: globe
    readonly property real stroke: Math.max(2, width / 12)

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: "transparent"
        border.width: globe.stroke
        border.color: Theme.brand
    }
    Rectangle {
        anchors.centerIn: parent
        width: parent.width * 0.44
        height: parent.height
        radius: width / 2
        color: "transparent"
        border.width: globe.stroke
        border.color: Theme.brand
    }
    Rectangle {
        anchors.centerIn: parent
        width: parent.width
        height: globe.stroke
        color: Theme.brand
    }
}
