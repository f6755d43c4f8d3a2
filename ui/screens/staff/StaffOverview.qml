import QtQuick
import "../../theme"
import "../../widgets"

// What is wrong, one fault at a time, with its steps; nothing of any resident.
Rectangle {
    id: page
    required property var view
    property int at: 0
    readonly property var problem: view.problems.length > 0 ? view.problems[Math.min(at, view.problems.length - 1)] : null
    color: Theme.surface

    StaffHeader {
        id: header
        width: parent.width
        title: page.view.title
        kiosk: page.view.kiosk
        language: page.view.language
    }
    Row {
        id: tabs
        anchors.top: header.bottom
        anchors.topMargin: Theme.mm(4)
        x: Theme.mm(Theme.margin)
        spacing: Theme.mm(4)
        visible: page.view.problems.length > 1
        Repeater {
            model: page.view.problems
            delegate: BigButton {
                required property int index
                required property var modelData
                objectName: "problem-" + (index + 1)
                text: modelData.code
                em: 7.5
                implicitHeight: Theme.mm(17)
                role: index === page.at ? "primary" : "secondary"
                onClicked: page.at = index
            }
        }
    }
    Loader {
        anchors.top: tabs.visible ? tabs.bottom : header.bottom
        anchors.bottom: footer.top
        width: parent.width
        active: page.problem !== null
        sourceComponent: StepsForStaff {
            title: page.view.state
            what: page.problem.title
            code: page.problem.code
            steps: page.problem.steps
            part: page.problem.part
            call: page.view.call
            after: page.problem.after
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
            visible: page.problem !== null
            role: "primary"
            em: 8
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(Theme.margin)
            anchors.verticalCenter: parent.verticalCenter
            press: page.view.resume.name
        }
    }
}
