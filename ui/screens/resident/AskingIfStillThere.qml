import QtQuick
import "../../theme"
import "../../widgets"

Rectangle {
    id: page
    required property var view
    property real left_: 1
    color: Theme.attentionTint

    Column {
        anchors.centerIn: parent
        width: parent.width - Theme.mm(40)
        spacing: Theme.mm(8)

        Prose {
            words: page.view.title
            em: Theme.alarm
            font.bold: true
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            leading: 1.2
        }
        Rectangle {
            width: parent.width
            height: Theme.mm(9)
            radius: height / 2
            color: Theme.surface
            border.width: Theme.mm(0.5)
            border.color: Theme.border
            Rectangle {
                width: Math.max(parent.height, parent.width * page.left_)
                height: parent.height
                radius: parent.radius
                color: Theme.primary
            }
        }
        Prose {
            words: page.view.lead
            em: 8.5
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
        }
    }
    NumberAnimation on left_ {
        running: Theme.motion
        from: 1
        to: 0
        duration: page.view.seconds * 1000
    }
}
