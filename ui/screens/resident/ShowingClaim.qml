import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.lead

    Column {
        width: parent.width
        spacing: Theme.mm(4)

        Prose {
            words: page.view.rest
            em: 7
            width: parent.width
            lineHeight: 1.25
        }
        Rectangle {
            width: parent.width
            height: numberColumn.implicitHeight + Theme.mm(8)
            radius: Theme.mm(4)
            color: Theme.attention
            Column {
                id: numberColumn
                anchors.centerIn: parent
                OneLine {
                    words: page.view.numberLabel
                    em: 7
                    anchors.horizontalCenter: parent.horizontalCenter
                }
                OneLine {
                    words: page.view.number
                    em: 20
                    font.bold: true
                    anchors.horizontalCenter: parent.horizontalCenter
                }
            }
        }
        Column {
            width: parent.width
            spacing: Theme.mm(1)
            Repeater {
                model: page.view.rows
                delegate: AmountLine {
                    required property var modelData
                    label: modelData.label
                    amount: modelData.value
                    em: 8.5
                    width: parent.width
                }
            }
        }
        Banner {
            words: page.view.slip
            tone: page.view.slipPrinted ? "info" : "warn"
            width: parent.width
        }
    }
}
