import QtQuick
import "../../theme"
import "../../widgets"
import "../staff"

// What the device told; the person says whether it is true.
StaffFrame {
    id: page
    answers: [view.fail, view.pass]

    Column {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.mm(24)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(6)

        OneLine {
            words: page.view.device
            em: 12
            font.bold: true
        }
        Rectangle {
            width: parent.width
            height: told.implicitHeight + Theme.mm(12)
            radius: Theme.mm(4)
            color: page.view.condition === "well" ? Theme.goodTint : page.view.condition === "warning" ? Theme.warnTint
                : page.view.condition === "failed" ? Theme.alertTint : Theme.page
            Column {
                id: told
                x: Theme.mm(8)
                y: Theme.mm(6)
                width: parent.width - Theme.mm(16)
                spacing: Theme.mm(2)
                OneLine {
                    words: page.view.conditionLabel
                    em: 9
                    font.bold: true
                }
                Repeater {
                    model: page.view.facts
                    delegate: OneLine {
                        required property string modelData
                        words: modelData
                        em: 8
                        width: told.width
                    }
                }
            }
        }
        Prose {
            words: page.view.question
            em: 10
            font.bold: true
            width: parent.width
        }
    }
}
