import QtQuick
import Komado
import "../../theme"
import "../../widgets"
import "../../widgets/pictures"

// Both languages at once: nobody has chosen one yet. Behind one button are the steps for staff.
Item {
    id: page
    required property var view
    property bool forStaff: false

    Rectangle {
        id: side
        visible: !page.forStaff
        width: Theme.mm(96)
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: parent.bottom
        anchors.margins: Theme.mm(Theme.margin)
        radius: Theme.mm(5)
        color: Theme.warnTint

        CopierPicture {
            anchors.fill: parent
            anchors.margins: Theme.mm(6)
            anchors.bottomMargin: Theme.mm(46)
            part: page.view.part
        }
        Column {
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(6)
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.mm(4)

            OneLine {
                words: page.view.code
                em: 8
                font.bold: true
                color: Theme.warn
                anchors.horizontalCenter: parent.horizontalCenter
            }
            BigButton {
                objectName: "staff-open"
                text: page.view.staffLabel
                role: "quiet"
                em: 8
                width: side.width - Theme.mm(12)
                onClicked: { Kiosk.touch(); page.forStaff = true }
                anchors.horizontalCenter: parent.horizontalCenter
            }
        }
    }
    Rectangle {
        anchors.fill: parent
        visible: page.forStaff
        color: Theme.surface

        ProblemPages {
            anchors.fill: parent
            anchors.bottomMargin: Theme.mm(30)
            problems: page.view.problems
            heading: page.view.problemCount
            call: page.view.call
        }
        BigButton {
            objectName: page.view.leave.name
            text: page.view.leave.label
            role: "quiet"
            em: 8
            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(Theme.margin)
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(6)
            onClicked: { Kiosk.touch(); page.forStaff = false }
        }
        BigButton {
            objectName: page.view.menu.name
            text: page.view.menu.label
            em: 8
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(Theme.margin)
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.mm(6)
            press: "staff-open"
        }
    }
    Column {
        visible: !page.forStaff
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.right: side.left
        anchors.rightMargin: Theme.mm(8)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(6)

        Repeater {
            model: page.view.readings
            delegate: Column {
                id: reading
                required property int index
                required property var modelData
                width: parent.width
                spacing: Theme.mm(2.5)

                Rectangle {
                    visible: reading.index > 0
                    width: parent.width
                    height: Math.max(1, Theme.mm(0.4))
                    color: Theme.line
                }
                Item {
                    visible: reading.index > 0
                    width: 1
                    height: Theme.mm(3)
                }
                Prose {
                    words: reading.modelData.title
                    em: reading.index === 0 ? 12 : 8
                    font.bold: true
                    width: parent.width
                    leading: 1.3
                }
                Prose {
                    words: reading.modelData.why
                    em: reading.index === 0 ? 8 : 7
                    font.bold: true
                    color: Theme.warn
                    width: parent.width
                }
                Prose {
                    words: reading.modelData.do
                    em: reading.index === 0 ? Theme.body : 6.6
                    width: parent.width
                }
                Prose {
                    words: reading.modelData.elsewhere
                    em: reading.index === 0 ? Theme.body : 6.6
                    width: parent.width
                    color: Theme.inkSoft
                }
            }
        }
    }
}
