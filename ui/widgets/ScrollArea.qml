import QtQuick
import "../theme"

// A list that may be longer than its place: it can be drawn with the finger, and two large buttons move it.
Item {
    id: area
    default property alias content: inside.data
    property real gap: 3.5
    readonly property bool longer: inside.implicitHeight > height + 1
    readonly property real room: width - (longer ? Theme.mm(Theme.target + 4) : 0)

    Flickable {
        id: view
        width: area.room
        height: parent.height
        contentHeight: inside.implicitHeight
        clip: area.longer
        interactive: area.longer
        boundsBehavior: Flickable.StopAtBounds

        Column {
            id: inside
            width: view.width
            spacing: Theme.mm(area.gap)
        }
    }
    TurnButton {
        objectName: "scroll-up"
        visible: area.longer
        anchors.right: parent.right
        anchors.top: parent.top
        enabled: view.contentY > 0
        onClicked: view.contentY = Math.max(0, view.contentY - view.height * 0.7)
    }
    TurnButton {
        objectName: "scroll-down"
        visible: area.longer
        down_: true
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        enabled: view.contentY < view.contentHeight - view.height - 1
        onClicked: view.contentY = Math.min(view.contentHeight - view.height, view.contentY + view.height * 0.7)
    }
}
