import QtQuick
import Komado
import "../../theme"
import "../../widgets"
import "../staff"

// Every device with its live state, its last test and a new one; versions and counters; what has to be reviewed.
Rectangle {
    id: page
    required property var view
    property bool listing: false
    readonly property bool showsItems: listing && view.itemsLabel !== ""
    color: Theme.page

    StaffHeader {
        id: header
        width: parent.width
        title: page.view.title
        kiosk: page.view.kiosk
        language: page.view.language
    }
    Item {
        id: room
        anchors.top: header.bottom
        anchors.topMargin: Theme.mm(5)
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.right: counters.left
        anchors.rightMargin: Theme.mm(5)
        anchors.bottom: footer.top
        anchors.bottomMargin: Theme.mm(5)

        Grid {
            id: grid
            anchors.fill: parent
            visible: !page.showsItems
            columns: 2
            spacing: Theme.mm(4)
            readonly property int lines: Math.ceil(page.view.devices.length / 2)

            Repeater {
                model: page.view.devices
                delegate: DeviceTile {
                    required property var modelData
                    device: modelData
                    width: (grid.width - grid.spacing) / 2
                    height: (grid.height - (grid.lines - 1) * grid.spacing) / grid.lines
                }
            }
        }
    }
    Loader {
        anchors.top: room.top
        anchors.bottom: room.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.rightMargin: Theme.mm(Theme.margin)
        active: page.showsItems
        sourceComponent: Rectangle {
            radius: Theme.mm(4)
            color: Theme.surface
            OpenItems {
                items: page.view.items
                anchors.fill: parent
                anchors.margins: Theme.mm(5)
            }
        }
    }
    Rectangle {
        id: counters
        visible: !page.showsItems
        width: Theme.mm(88)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.top: room.top
        anchors.bottom: room.bottom
        radius: Theme.mm(4)
        color: Theme.surface
        border.width: Math.max(1, Theme.mm(0.4))
        border.color: Theme.line
        Column {
            anchors.fill: parent
            anchors.margins: Theme.mm(5)
            spacing: Theme.mm(2.2)
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
                    em: 7
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
        Row {
            id: buttons
            x: Theme.mm(Theme.margin)
            spacing: Theme.mm(4)
            anchors.verticalCenter: parent.verticalCenter
            BigButton {
                objectName: page.view.leave.name
                text: page.view.leave.label
                role: "quiet"
                em: 7.5
                implicitWidth: Theme.mm(36)
                press: page.view.leave.name
            }
            BigButton {
                objectName: page.view.back.name
                text: page.view.back.label
                role: "quiet"
                em: 7.5
                implicitWidth: Theme.mm(36)
                press: page.view.back.name
            }
            BigButton {
                objectName: page.view.float.name
                text: page.view.float.label
                em: 7.5
                implicitWidth: Theme.mm(60)
                press: page.view.float.name
            }
            BigButton {
                objectName: "open-items"
                text: page.listing ? page.view.countersTitle : page.view.itemsLabel
                visible: page.view.itemsLabel !== ""
                em: 7.5
                implicitWidth: Theme.mm(58)
                onClicked: { Kiosk.touch(); page.listing = !page.listing }
            }
        }
        Prose {
            words: page.view.autoLeave
            em: Theme.small
            color: Theme.inkSoft
            leading: 1.15
            horizontalAlignment: Text.AlignRight
            anchors.left: buttons.right
            anchors.leftMargin: Theme.mm(4)
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(Theme.margin)
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
