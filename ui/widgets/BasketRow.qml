import QtQuick
import "../theme"

// One line of the basket: what, for whom, with what, how many, how much, and a button that takes it out.
Rectangle {
    id: row
    required property var line
    property string removeLabel: ""

    height: Math.max(Theme.mm(33), texts.implicitHeight + Theme.mm(7))
    radius: Theme.mm(3)
    color: Theme.surface
    border.width: Math.max(1, Theme.mm(0.4))
    border.color: Theme.line

    Column {
        id: texts
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(6)
        anchors.right: sums.left
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(0.5)

        OneLine {
            words: row.line.title
            em: 8.5
            font.bold: true
            width: parent.width
        }
        Repeater {
            model: row.line.details
            delegate: Prose {
                required property string modelData
                words: modelData
                em: Theme.small
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
            em: 10
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
