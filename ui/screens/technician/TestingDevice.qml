import QtQuick
import "../../theme"
import "../../widgets"
import "../staff"

// The device does its test.
StaffFrame {
    id: page

    Column {
        anchors.centerIn: parent
        spacing: Theme.mm(8)
        OneLine {
            words: page.view.device
            em: 12
            font.bold: true
            anchors.horizontalCenter: parent.horizontalCenter
        }
        Prose {
            words: page.view.lead
            em: 8
            anchors.horizontalCenter: parent.horizontalCenter
        }
        WaitingDots {
            anchors.horizontalCenter: parent.horizontalCenter
        }
    }
}
