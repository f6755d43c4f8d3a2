import QtQuick
import "../../theme"
import "../../widgets"

TitledPage {
    id: page
    required property var view
    readonly property int lines: Math.ceil(view.choices.length / 2)

    title: view.title
    lead: view.certificate

    Banner {
        id: hint
        words: page.view.lead
        width: parent.width
        em: 7
    }
    Grid {
        id: list
        anchors.top: hint.bottom
        anchors.topMargin: Theme.mm(4)
        anchors.bottom: parent.bottom
        width: parent.width
        columns: 2
        spacing: Theme.mm(4)

        Repeater {
            model: page.view.choices
            delegate: LineChoice {
                nameEm: 8.5
                width: (list.width - list.spacing) / 2
                height: Math.min(Theme.mm(34), (list.height - (page.lines - 1) * list.spacing) / page.lines)
            }
        }
    }
}
