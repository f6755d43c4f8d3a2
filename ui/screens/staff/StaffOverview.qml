import QtQuick
import "../../theme"
import "../../widgets"

// What is wrong, one fault at a time, with its steps; nothing of any resident.
Rectangle {
    id: page
    required property var view
    color: Theme.surface

    StaffHeader {
        id: header
        width: parent.width
        title: page.view.title
        kiosk: page.view.kiosk
        language: page.view.language
    }
    Loader {
        anchors.top: header.bottom
        anchors.bottom: footer.top
        width: parent.width
        active: !page.view.well
        sourceComponent: ProblemPages {
            problems: page.view.problems
            heading: page.view.state
            call: page.view.call
        }
    }
    Column {
        anchors.centerIn: parent
        visible: page.view.well
        spacing: Theme.mm(6)
        Picture {
            kind: "thanks"
            width: Theme.mm(60)
            height: Theme.mm(60)
            anchors.horizontalCenter: parent.horizontalCenter
        }
        Prose {
            words: page.view.state
            em: Theme.title
            font.bold: true
        }
    }
    Rectangle {
        id: footer
        width: parent.width
        height: Theme.mm(30)
        anchors.bottom: parent.bottom
        color: Theme.page
        BigButton {
            id: leave
            objectName: page.view.leave.name
            text: page.view.leave.label
            role: "quiet"
            em: 8
            x: Theme.mm(Theme.margin)
            anchors.verticalCenter: parent.verticalCenter
            press: page.view.leave.name
        }
        Prose {
            words: page.view.noPersonal
            em: Theme.small
            color: Theme.inkSoft
            anchors.left: leave.right
            anchors.leftMargin: Theme.mm(6)
            anchors.right: resume.visible ? resume.left : parent.right
            anchors.rightMargin: Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
            leading: 1.2
        }
        BigButton {
            id: resume
            objectName: page.view.resume.name
            text: page.view.resume.label
            visible: !page.view.well
            role: "primary"
            em: 8
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(Theme.margin)
            anchors.verticalCenter: parent.verticalCenter
            press: page.view.resume.name
        }
    }
}
