import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view

    title: view.title
    lead: view.lead

    Column {
        id: list
        anchors.fill: parent
        spacing: Theme.mm(2.5)

        Repeater {
            model: page.view.answers
            delegate: Rectangle {
                id: row
                required property var modelData
                readonly property bool long: modelData.answer.length > 20
                width: list.width
                height: Math.min(Theme.mm(24), (list.height - (page.view.answers.length - 1) * list.spacing) / page.view.answers.length)
                radius: Theme.mm(2.5)
                color: Theme.surface
                border.width: Math.max(1, Theme.mm(0.4))
                border.color: Theme.line

                Prose {
                    id: question
                    words: row.modelData.label
                    em: Theme.small
                    leading: 1.2
                    color: Theme.inkSoft
                    width: Theme.mm(78)
                    anchors.left: parent.left
                    anchors.leftMargin: Theme.mm(5)
                    anchors.verticalCenter: parent.verticalCenter
                }
                Prose {
                    words: row.modelData.answer
                    em: row.long ? 6.8 : 9
                    leading: 1.25
                    font.bold: true
                    anchors.left: question.right
                    anchors.leftMargin: Theme.mm(4)
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.mm(5)
                    anchors.verticalCenter: parent.verticalCenter
                }
            }
        }
    }
}
