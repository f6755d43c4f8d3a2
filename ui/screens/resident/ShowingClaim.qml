import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.lead

    Prose {
        id: rest
        words: page.view.rest
        em: Theme.body
        width: parent.width
        color: Theme.inkSoft
        leading: 1.3
    }
    Row {
        id: facts
        anchors.top: rest.visible ? rest.bottom : parent.top
        anchors.topMargin: rest.visible ? Theme.mm(4) : 0
        anchors.bottom: slip.top
        anchors.bottomMargin: Theme.mm(5)
        width: parent.width
        spacing: Theme.mm(6)

        Rectangle {
            width: (parent.width - Theme.mm(6)) * 0.52
            height: parent.height
            radius: Theme.mm(4)
            color: Theme.attention
            Column {
                anchors.centerIn: parent
                spacing: Theme.mm(3)
                OneLine {
                    words: page.view.numberLabel
                    em: 8
                    anchors.horizontalCenter: parent.horizontalCenter
                }
                OneLine {
                    words: page.view.number
                    em: 21
                    font.bold: true
                    anchors.horizontalCenter: parent.horizontalCenter
                }
            }
        }
        Rectangle {
            width: (parent.width - Theme.mm(6)) * 0.48
            height: parent.height
            radius: Theme.mm(4)
            color: Theme.surface
            border.width: Math.max(1, Theme.mm(0.4))
            border.color: Theme.line
            Column {
                anchors.centerIn: parent
                width: parent.width - Theme.mm(12)
                spacing: Theme.mm(3)
                Repeater {
                    model: page.view.rows
                    delegate: Column {
                        id: row
                        required property var modelData
                        width: parent.width
                        OneLine {
                            words: row.modelData.label
                            em: Theme.small
                            color: Theme.inkSoft
                        }
                        OneLine {
                            words: row.modelData.value
                            em: 9.5
                            font.bold: true
                            width: parent.width
                        }
                    }
                }
            }
        }
    }
    Banner {
        id: slip
        words: page.view.slip
        tone: page.view.slipPrinted ? "info" : "warn"
        width: parent.width
        anchors.bottom: parent.bottom
    }
}
