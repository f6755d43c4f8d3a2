import QtQuick
import "../../theme"
import "../../widgets"

PicturePage {
    id: page
    required property var view

    title: view.title
    lead: view.lead
    picture: CloseUp {
        part: "change"
        caption: page.view.caption
        kind: "change"
    }

    OneLine {
        words: page.view.amount
        em: 22
        font.bold: true
        color: Theme.primary
    }
    WaitingDots {}
}
