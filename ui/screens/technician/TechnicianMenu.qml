import QtQuick
import "../../theme"
import "../../widgets"

// Every device with its live state and a test, the version, the counters.
Rectangle {
    id: page
    required property var view
    color: Theme.page

    StaffHeader {
        id: header
        width: parent.width
        title: page.view.title
        kiosk: page.view.kiosk + "  " + page.view.version
        language: page.view.language
    }
    Grid {
        id: grid
        anchors.top: header.bottom
        anchors.topMargin: Theme.mm(6)
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.right: counters.left
        anchors.rightMargin: Theme.mm(6)
        anchors.bottom: footer.top
        anchors.bottomMargin: Theme.mm(6)
        columns: 2
        spacing: Theme.mm(4)
        readonly property int lines: Math.ceil(page.view.devices.length / 2)

        Repeater {
            model: page.view.devices
            delegate: DeviceTile {
                required property var modelData
                device: modelData
                width: (grid.width - grid.spacing) / 2
                height: Math.min(Theme.mm(56), (grid.height - (grid.lines - 1) * grid.spacing) / grid.lines)
            }
        }
    }
    Rectangle {
        id: counters
        width: Theme.mm(88)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.top: grid.top
        anchors.bottom: grid.bottom
        radius: Theme.mm(4)
        color: Theme.surface
        border.width: Math.max(1, Theme.mm(0.4))
        border.color: Theme.line
        Column {
            anchors.fill: parent
            anchors.margins: Theme.mm(5)
            spacing: Theme.mm(2.5)
            OneLine {
                words: page.view.countersTitle
                em: 7.5
                font.bold: true
            }
            Repeater {
                model: page.view.counters
                delegate: AmountLine {
                    required property var modelData
                    label: modelData.label
                    amount: modelData.value
                    em: 7.5
                    labelEm: 6.2
                    width: parent.width
                }
            }
        }
    }
    Rectangle {
        id: footer
        width: parent.width
        height: Theme.mm(28)
        anchors.bottom: parent.bottom
        color: Theme.surface
        BigButton {
            objectName: page.view.leave.name
            text: page.view.leave.label
            role: "quiet"
            em: 8
            x: Theme.mm(Theme.margin)
            anchors.verticalCenter: parent.verticalCenter
            press: page.view.leave.name
        }
        OneLine {
            words: page.view.autoLeave
            em: Theme.small
            color: Theme.inkSoft
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(Theme.margin)
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
