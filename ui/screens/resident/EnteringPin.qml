import QtQuick
import Komado
import "../../theme"
import "../../widgets"

Item {
    id: page
    required property var view
    property string why: ""
    readonly property bool full: Kiosk.pinCount === 4

    Connections {
        target: Kiosk
        function onCounted() { page.why = "" }
    }

    KeyPad {
        id: pad
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.verticalCenter: parent.verticalCenter
        keyWidth: Theme.mm(40)
        keyHeight: Math.min(Theme.mm(38), (page.height - Theme.mm(15)) / 4)
        okLabel: page.view.ok
        correctLabel: page.view.correct
        full: page.full
        onTooFew: page.why = page.view.incomplete
    }
    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.right: pad.left
        anchors.rightMargin: Theme.mm(9)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(5)

        Prose {
            words: page.view.title
            em: Theme.title
            font.bold: true
            width: parent.width
            leading: 1.3
        }
        Prose {
            words: page.view.lead
            width: parent.width
        }
        Row {
            spacing: Theme.mm(5)
            Accessible.role: Accessible.StaticText
            Accessible.name: page.view.typed[Kiosk.pinCount]

            Repeater {
                model: 4
                delegate: Rectangle {
                    required property int index
                    width: Theme.mm(25)
                    height: Theme.mm(30)
                    radius: Theme.mm(3)
                    color: Theme.surface
                    border.width: Theme.mm(index === Kiosk.pinCount ? 1.2 : 0.6)
                    border.color: index === Kiosk.pinCount ? Theme.primary : Theme.border
                    Rectangle {
                        anchors.centerIn: parent
                        width: Theme.mm(9)
                        height: width
                        radius: width / 2
                        color: Theme.ink
                        visible: parent.index < Kiosk.pinCount
                    }
                }
            }
        }
        Banner {
            words: page.why
            tone: "warn"
            width: parent.width
        }
        Banner {
            words: page.why === "" ? page.view.wrong : ""
            tone: "alert"
            width: parent.width
        }
        Column {
            width: parent.width
            spacing: Theme.mm(1)
            Row {
                spacing: Theme.mm(5)
                OneLine {
                    words: page.view.left
                    em: 8.5
                    font.bold: true
                    color: page.view.triesLeft < 3 ? Theme.alert : Theme.ink
                }
                Row {
                    spacing: Theme.mm(2.5)
                    anchors.verticalCenter: parent.verticalCenter
                    Repeater {
                        model: 3
                        delegate: Rectangle {
                            required property int index
                            readonly property bool there: index < page.view.triesLeft
                            width: Theme.mm(6)
                            height: width
                            radius: width / 2
                            color: !there ? "transparent" : page.view.triesLeft < 3 ? Theme.alert : Theme.primary
                            border.width: there ? 0 : Theme.mm(0.6)
                            border.color: Theme.border
                        }
                    }
                }
            }
            Prose {
                words: page.view.tries
                width: parent.width
                leading: 1.35
                font.bold: page.view.triesLeft < 3
                color: page.view.triesLeft < 3 ? Theme.alert : Theme.ink
            }
        }
    }
}
