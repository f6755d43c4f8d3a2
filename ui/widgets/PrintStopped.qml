import QtQuick
import Komado
import "../theme"
import "pictures"

// The printer waits for a person: calm words for the resident, and behind one button the steps for staff.
Rectangle {
    id: page
    required property var stopped
    property string sheets: ""
    property bool cancelling: false
    property bool forStaff: false
    color: forStaff ? Theme.surface : Theme.attentionTint

    PicturePage {
        anchors.fill: parent
        visible: !page.forStaff
        title: page.stopped.title
        lead: page.stopped.lead
        ground: Theme.surface
        picture: CopierPicture {
            anchors.fill: parent
            anchors.margins: Theme.mm(8)
            part: page.stopped.part
        }
        Banner {
            words: page.stopped.why
            tone: "alert"
            width: parent.width
        }
        Prose {
            words: page.sheets
            width: parent.width
            font.bold: true
        }
        BigButton {
            objectName: page.stopped.staff.name
            text: page.stopped.staff.label
            visible: !page.cancelling
            em: 8
            onClicked: { Kiosk.touch(); page.forStaff = true }
        }
    }
    Item {
        anchors.fill: parent
        visible: page.forStaff

        StepsForStaff {
            anchors.fill: parent
            anchors.bottomMargin: Theme.mm(30)
            title: page.stopped.stepsTitle
            what: page.stopped.why
            code: page.stopped.code
            steps: page.stopped.steps
            part: page.stopped.part
            call: page.stopped.call
        }
        BigButton {
            objectName: page.stopped.leave.name
            text: page.stopped.leave.label
            role: "quiet"
            em: 8
            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(Theme.margin)
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(6)
            onClicked: { Kiosk.touch(); page.forStaff = false }
        }
        BigButton {
            objectName: page.stopped.giveUp.name
            text: page.stopped.giveUp.label
            em: 8
            visible: !page.cancelling
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(Theme.margin)
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(6)
            press: page.stopped.giveUp.name
        }
    }
}
