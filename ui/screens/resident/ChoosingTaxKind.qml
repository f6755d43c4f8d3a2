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
        spacing: Theme.mm(4)

        Repeater {
            model: page.view.choices
            delegate: LineChoice {
                width: list.width
                height: Math.min(Theme.mm(40), (list.height - (page.view.choices.length - 1) * list.spacing) / page.view.choices.length)
            }
        }
    }
}
