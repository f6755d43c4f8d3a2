import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.lead

    Rectangle {
        id: warning
        anchors.top: parent.top
        anchors.bottom: buttons.top
        anchors.bottomMargin: Theme.mm(5)
        width: parent.width
        radius: Theme.mm(4)
        color: Theme.warnTint

        Column {
            anchors.centerIn: parent
            width: parent.width - Theme.mm(14)
            spacing: Theme.mm(2.5)

            Repeater {
                model: page.view.points
                delegate: Row {
                    id: point
                    required property string modelData
                    spacing: Theme.mm(4)
                    Rectangle {
                        width: Theme.mm(3)
                        height: width
                        radius: width / 2
                        y: Theme.mm(3)
                        color: Theme.warn
                    }
                    Prose {
                        words: point.modelData
                        em: Theme.body
                        leading: 1.3
                        width: warning.width - Theme.mm(21)
                    }
                }
            }
            Prose {
                words: page.view.advice
                em: 8.5
                font.bold: true
                leading: 1.3
                color: Theme.warn
                width: parent.width
            }
        }
    }
    Row {
        id: buttons
        width: parent.width
        anchors.bottom: parent.bottom
        spacing: Theme.mm(6)

        BigButton {
            objectName: page.view.leaveOut.name
            text: page.view.leaveOut.label
            press: page.view.leaveOut.name
            role: "primary"
            width: (parent.width - parent.spacing) / 2
            height: Theme.mm(26)
        }
        BigButton {
            objectName: page.view.show.name
            text: page.view.show.label
            press: page.view.show.name
            width: (parent.width - parent.spacing) / 2
            height: Theme.mm(26)
        }
    }
}
