import QtQuick
import "../theme"

// One line of the basket: what, for whom, with what, how many, how much, and a button that takes it out.
Rectangle {
    id: row
    required property var line
    property string removeLabel: ""
    property bool large: false
    property real detailEm: Theme.small

    height: Math.max(Theme.mm(large ? 48 : 26), texts.implicitHeight + Theme.mm(large ? 10 : 4))
    radius: Theme.mm(3)
    color: Theme.surface
    border.width: Math.max(1, Theme.mm(0.4))
    border.color: Theme.line

    Picture {
        id: sign
        visible: row.large
        kind: row.large ? row.line.icon : ""
        width: row.large ? Theme.mm(30) : 0
        height: Theme.mm(40)
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(row.large ? 3 : 0)
        anchors.verticalCenter: parent.verticalCenter
    }
    Column {
        id: texts
        anchors.left: sign.right
        anchors.leftMargin: Theme.mm(row.large ? 4 : 6)
        anchors.right: sums.left
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(0.5)

        OneLine {
            words: row.line.title
            em: row.large ? 10 : 8.5
            font.bold: true
            width: parent.width
        }
        Repeater {
            model: row.line.details
            delegate: Prose {
                required property string modelData
                words: modelData
                em: row.large ? 7.2 : row.detailEm
                width: texts.width
                leading: 1.2
                color: Theme.inkSoft
            }
        }
    }
    Column {
        id: sums
        anchors.right: remove.left
        anchors.rightMargin: Theme.mm(6)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(42)
        OneLine {
            words: row.line.amount
            em: row.large ? 12 : 10
            font.bold: true
            anchors.right: parent.right
        }
        OneLine {
            words: row.line.copies
            em: 7
            anchors.right: parent.right
        }
    }
    BigButton {
        id: remove
        objectName: row.line.name
        text: row.removeLabel
        role: "quiet"
        em: 7.5
        implicitWidth: Theme.mm(44)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(5)
        anchors.verticalCenter: parent.verticalCenter
        press: "remove"
        argument: row.line.argument
    }
}
