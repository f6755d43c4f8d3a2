import QtQuick
import "../theme"

// What changes soon, calmly: a few lines in one quiet band.
Rectangle {
    id: band
    required property var lines
    visible: lines.length > 0
    implicitHeight: visible ? rows.implicitHeight + Theme.mm(4) : 0
    height: implicitHeight
    radius: Theme.mm(2.5)
    color: Theme.attentionTint

    Rectangle {
        width: Theme.mm(2.4)
        height: parent.height
        radius: width / 2
        color: Theme.attention
    }
    Column {
        id: rows
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(7)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter

        Repeater {
            model: band.lines
            delegate: OneLine {
                required property string modelData
                words: modelData
                em: 6.4
                width: rows.width
            }
        }
    }
}
