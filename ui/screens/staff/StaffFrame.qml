import QtQuick
import "../../theme"
import "../../widgets"

// The dark header, room for the screen, and a footer with the way back on the left and answers on the right.
Rectangle {
    id: frame
    required property var view
    property var back: view.back
    property var answers: []
    property string why: ""
    default property alias content: room.data
    color: Theme.surface

    StaffHeader {
        id: header
        width: parent.width
        title: frame.view.title
        kiosk: frame.view.kiosk
        language: frame.view.language
    }
    Item {
        id: room
        anchors.top: header.bottom
        anchors.bottom: footer.top
        width: parent.width
    }
    Rectangle {
        id: footer
        width: parent.width
        height: Theme.mm(30)
        anchors.bottom: parent.bottom
        color: Theme.page

        BigButton {
            id: leave
            objectName: frame.back.name
            text: frame.back.label
            role: "quiet"
            em: 8
            x: Theme.mm(Theme.margin)
            anchors.verticalCenter: parent.verticalCenter
            press: frame.back.name
        }
        Prose {
            words: frame.why
            em: 7
            font.bold: true
            color: Theme.warn
            leading: 1.2
            anchors.left: leave.right
            anchors.right: answerRow.left
            anchors.margins: Theme.mm(5)
            anchors.verticalCenter: parent.verticalCenter
        }
        Row {
            id: answerRow
            spacing: Theme.mm(5)
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(Theme.margin)
            anchors.verticalCenter: parent.verticalCenter
            Repeater {
                model: frame.answers
                delegate: BigButton {
                    required property var modelData
                    objectName: modelData.argument === "" ? modelData.name : modelData.name + "-" + modelData.argument
                    text: modelData.label
                    role: frame.answers.length > 1 ? "secondary" : "primary" // no answer is suggested
                    em: 8
                    press: modelData.name
                    argument: modelData.argument
                    blocked: modelData.blocked
                    onRefused: reason => frame.why = reason
                }
            }
        }
    }
}
